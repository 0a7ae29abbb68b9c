"""The house's conventions, each as a test."""
