"""What screens share. Each widget takes data in and posts messages out; none knows of profiles or stores."""
