"""What the models of a project are: kinds of classes, relations, inheritance of tables, fields, joins."""
