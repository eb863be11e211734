"""What can the configured bucket do, and who may look into it?  Everything stored is taken away again."""
