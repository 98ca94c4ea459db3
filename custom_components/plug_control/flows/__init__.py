"""The flows: subentries, options, discoveries, the site's wizard (in its own room), repairs."""
