import requests

resp = requests.post(
    "https://toapis.com/v1/videos/generations",
    headers={"Authorization": "Bearer sk-sampleSAMPLEsample0000sampleSAMPLEsample0003"},
    json={"model": "gemini_omni", "duration": 6, "aspect_ratio": "16:9"},
)
print(resp.status_code, resp.text)
