from openai import OpenAI

client = OpenAI(api_key="sk-sampleSAMPLEsample0000sampleSAMPLEsample0006", base_url="https://toapis.com/v1")
print(client.chat.completions.create(model="gpt-5-mini", messages=[{"role": "user", "content": "hello"}]))
