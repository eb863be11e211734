"""Papers for the demo: the files themselves are made here, small and honest."""
