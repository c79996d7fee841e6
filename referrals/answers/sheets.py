"""What coordinators read of an enquiry."""
