-- Scores the lines in the topic text as they come, and prints those that are unusual for their host.
SET 'sql-client.execution.result-mode' = 'tableau';

CREATE TABLE logs (
  host STRING,
  line STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'text',
  'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset',
  'key.format' = 'raw',
  'key.fields' = 'host',
  'value.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY'
);

CREATE FUNCTION HYPERSTREAM AS 'io.hyperstream.job.sql.HyperstreamFunction';

SELECT host, line, surprise, why
FROM HYPERSTREAM(
  input => TABLE logs PARTITION BY host,
  text => DESCRIPTOR(line),
  model => 'bundled:fast')
WHERE alert IS NOT NULL;
