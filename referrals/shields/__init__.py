"""Protected addresses: who is named, what stands in their place, and every change that must keep to it."""
