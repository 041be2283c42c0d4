"""What a name denotes: one way of finding names across files each."""
