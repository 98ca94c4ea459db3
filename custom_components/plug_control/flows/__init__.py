"""The flows: subentries, options, discoveries, the site's wizard, repairs."""
