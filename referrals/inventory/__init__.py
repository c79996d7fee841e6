"""What a family's file holds, table by table, as an answer to the person calls it."""
