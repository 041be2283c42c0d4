"""What the front ends of Java and Kotlin share."""
