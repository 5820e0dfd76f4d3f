CREATE TABLE logs (
  id bigint NOT NULL,
  user_id text DEFAULT ''::text,
  created_at text DEFAULT ''::text,
  type text DEFAULT ''::text,
  content text DEFAULT ''::text,
  username text DEFAULT ''::text,
  token_name text DEFAULT ''::text,
  model_name text DEFAULT ''::text,
  quota text DEFAULT ''::text,
  prompt_tokens text DEFAULT ''::text,
  completion_tokens text DEFAULT ''::text,
  use_time text DEFAULT ''::text,
  is_stream text DEFAULT ''::text,
  channel_id text DEFAULT ''::text,
  token_id text DEFAULT ''::text,
  "group" text DEFAULT ''::text,
  ip text DEFAULT ''::text,
  request_id text DEFAULT ''::text,
  other text DEFAULT ''::text,
  PRIMARY KEY (id)
);
COPY public.logs (id, user_id, created_at, type, content, username, token_name, model_name, quota, prompt_tokens, completion_tokens, use_time, is_stream, channel_id, token_id, group, ip, request_id, other) FROM stdin;
1	7	1750000000	2	\N	lin	web	gpt-4o-mini	1900	1200	300	4	0	3	11	default	\N	req-one	{"model_ratio": 1.25, "completion_ratio": 4, "cache_tokens": 1000, "cache_ratio": 0.5, "group_ratio": 0.8, "model_price": -1}
2	7	1750000010	2	操作 generate, 计算参数：seconds: 8.00	lin	web	sora-2	1200000	0	0	1	0	5	11	default	\N	req-two	{"is_task": true, "model_price": 0.3, "group_ratio": 1, "task_id": "task_a1"}
3	7	1750000400	6	\N	lin	web	sora-2	1200000	0	0	0	0	5	11	default	\N	req-three	{"task_id": "task_a1", "reason": "it's \\"blocked\\"\\nby policy", "model_price": 0.3, "group_ratio": 1}
4	7	1750000500	2	token重算：tokens=900, modelRatio=2	lin	web	seedance-2	5000	0	0	0	0	6	11	default	\N	req-four	{"task_id": "task_b2", "pre_consumed_quota": 1000, "actual_quota": 6000, "model_ratio": 2, "group_ratio": 1}
5	7	1750000600	5	status_code=400, it's bad; "size"\nnot allowed	lin	web	gpt-image-1	0	0	0	2	0	3	11	default	\N	req-five	{"error_type": "invalid_request_error", "status_code": 400}
6	7	1750000700	1	使用在线充值成功，充值金额: ＄10.000000 额度	lin	\N	\N	0	0	0	0	0	0	0	\N	\N	\N	\N
\.

