import requests

r = requests.post(
    "https://toapis.com/v1/videos/generations",
    headers={"Authorization": "Bearer sk-sampleSAMPLEsample0000sampleSAMPLEsample0005", "Content-Type": "application/json"},
    json={"model": "gemini_omni", "prompt": "A paper boat drifts down a rainy street.", "duration": 6},
)
video_url = r.json()["result"]["data"][0]["url"]
print(video_url)
# KeyError: 'result'
# {"id": "video_01SAMPLE", "object": "generation.task", "model": "gemini_omni", "status": "queued", "progress": 0, "created_at": 1776500000}
