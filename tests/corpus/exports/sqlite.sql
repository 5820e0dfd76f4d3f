CREATE TABLE logs (
  id bigint NOT NULL,
  user_id text DEFAULT '',
  created_at text DEFAULT '',
  type text DEFAULT '',
  content text DEFAULT '',
  username text DEFAULT '',
  token_name text DEFAULT '',
  model_name text DEFAULT '',
  quota text DEFAULT '',
  prompt_tokens text DEFAULT '',
  completion_tokens text DEFAULT '',
  use_time text DEFAULT '',
  is_stream text DEFAULT '',
  channel_id text DEFAULT '',
  token_id text DEFAULT '',
  "group" text DEFAULT '',
  ip text DEFAULT '',
  request_id text DEFAULT '',
  other text DEFAULT '',
  PRIMARY KEY (id)
);
INSERT INTO logs VALUES(1,7,1750000000,2,'','lin','web','gpt-4o-mini',1900,1200,300,4,0,3,11,'default','','req-one','{"model_ratio": 1.25, "completion_ratio": 4, "cache_tokens": 1000, "cache_ratio": 0.5, "group_ratio": 0.8, "model_price": -1}');
INSERT INTO logs VALUES(2,7,1750000010,2,'操作 generate, 计算参数：seconds: 8.00','lin','web','sora-2',1200000,0,0,1,0,5,11,'default','','req-two','{"is_task": true, "model_price": 0.3, "group_ratio": 1, "task_id": "task_a1"}');
INSERT INTO logs VALUES(3,7,1750000400,6,'','lin','web','sora-2',1200000,0,0,0,0,5,11,'default','','req-three','{"task_id": "task_a1", "reason": "it''s \"blocked\"\nby policy", "model_price": 0.3, "group_ratio": 1}');
INSERT INTO logs VALUES(4,7,1750000500,2,'token重算：tokens=900, modelRatio=2','lin','web','seedance-2',5000,0,0,0,0,6,11,'default','','req-four','{"task_id": "task_b2", "pre_consumed_quota": 1000, "actual_quota": 6000, "model_ratio": 2, "group_ratio": 1}');
INSERT INTO logs VALUES(5,7,1750000600,5,replace('status_code=400, it''s bad; "size"\nnot allowed','\n',char(10)),'lin','web','gpt-image-1',0,0,0,2,0,3,11,'default','','req-five','{"error_type": "invalid_request_error", "status_code": 400}');
INSERT INTO logs VALUES(6,7,1750000700,1,'使用在线充值成功，充值金额: ＄10.000000 额度','lin','','',0,0,0,0,0,0,0,'','','','');
