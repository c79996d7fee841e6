"""What somebody who reports by profession is told afterwards: three facts, and no word more."""
