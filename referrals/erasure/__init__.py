"""What is kept, restricted and erased: candidates by the table of classes, two people, the archive, and a protocol
without content.
"""
