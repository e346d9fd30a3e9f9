"""Callback Profiles: the list, and what is known of the profile under the cursor."""
