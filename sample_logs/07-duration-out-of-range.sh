curl -X POST "https://toapis.com/v1/videos/generations" \
  -H "Authorization: Bearer sk-sampleSAMPLEsample0000sampleSAMPLEsample0002" \
  -H "Content-Type: application/json" \
  -d '{
    "model": "gemini_omni",
    "prompt": "A paper boat drifts down a rainy street.",
    "duration": 7,
    "resolution": "720p"
  }'
