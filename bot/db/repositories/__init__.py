"""What is kept, a repository for each thing."""
