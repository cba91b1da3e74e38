"""How pages write dates and hours where Django's own way is another than ours."""
