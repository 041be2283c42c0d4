"""What the user and the rules say: rule files, the policy file, and the documents they stand in."""
