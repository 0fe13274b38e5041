"""What the gate of finished reports is made of: one module for each way of looking at a file."""
