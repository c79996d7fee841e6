"""What is protected, found where it is nearly written: shortened, with a slip, as another kind."""
