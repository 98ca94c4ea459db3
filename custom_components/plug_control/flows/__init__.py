"""The dialogs: subentries, options, discoveries, the site's wizard, repairs."""
