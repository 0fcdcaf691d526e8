"""What an edition says about its mission, and where each part of it comes from: for the trainer who checks it."""
