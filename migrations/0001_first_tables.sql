CREATE TABLE `channel_accounts` (
	`id` varchar(32) NOT NULL,
	`channel` varchar(32) NOT NULL,
	`name` varchar(64) NOT NULL,
	`live` boolean NOT NULL,
	`enabled` boolean NOT NULL,
	`base_url` varchar(512) NOT NULL,
	`credentials` text NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `channel_accounts_id` PRIMARY KEY(`id`),
	CONSTRAINT `channel_accounts_name` UNIQUE(`name`)
);
--> statement-breakpoint
CREATE TABLE `contracts` (
	`app_id` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`enabled` boolean NOT NULL,
	`min_amount` bigint NOT NULL,
	`max_amount` bigint NOT NULL,
	`fee_rate_bps` int NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `contracts_app_id_method_pk` PRIMARY KEY(`app_id`,`method`)
);
--> statement-breakpoint
CREATE TABLE `routes` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`priority` int NOT NULL,
	`enabled` boolean NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `routes_id` PRIMARY KEY(`id`),
	CONSTRAINT `routes_app_method_account` UNIQUE(`app_id`,`method`,`channel_account_id`)
);
--> statement-breakpoint
CREATE TABLE `channel_calls` (
	`id` varchar(32) NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`attempt_id` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`operation` varchar(32) NOT NULL,
	`outcome` varchar(32) NOT NULL,
	`detail` varchar(256),
	`http_status` int,
	`channel_code` varchar(64),
	`channel_request_id` varchar(128),
	`duration_ms` int NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`started_at` datetime(3) NOT NULL,
	CONSTRAINT `channel_calls_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `channel_notifications` (
	`id` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`channel` varchar(32) NOT NULL,
	`notification_id` varchar(128),
	`attempt_id` varchar(64),
	`verdict` varchar(32) NOT NULL,
	`reason` varchar(128),
	`times_received` int NOT NULL,
	`headers` mediumtext NOT NULL,
	`body` mediumblob NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`received_at` datetime(3) NOT NULL,
	`due_at` datetime(3),
	`processed_at` datetime(3),
	CONSTRAINT `channel_notifications_id` PRIMARY KEY(`id`),
	CONSTRAINT `channel_notifications_once` UNIQUE(`channel_account_id`,`notification_id`)
);
--> statement-breakpoint
CREATE TABLE `discrepancies` (
	`id` varchar(32) NOT NULL,
	`type` varchar(32) NOT NULL,
	`state` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`payment_id` varchar(32),
	`attempt_id` varchar(64),
	`evidence` mediumtext NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`found_at` datetime(3) NOT NULL,
	CONSTRAINT `discrepancies_id` PRIMARY KEY(`id`),
	CONSTRAINT `discrepancies_once` UNIQUE(`channel_account_id`,`type`,`attempt_id`)
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`sha256` char(64) NOT NULL,
	`live` boolean NOT NULL,
	`hint` varchar(8) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`revoked_at` datetime(3),
	CONSTRAINT `api_keys_id` PRIMARY KEY(`id`),
	CONSTRAINT `api_keys_sha256` UNIQUE(`sha256`)
);
--> statement-breakpoint
CREATE TABLE `apps` (
	`id` varchar(32) NOT NULL,
	`merchant_id` varchar(32) NOT NULL,
	`name` varchar(128) NOT NULL,
	`webhook_secret` varchar(512) NOT NULL,
	`rate_limit_per_second` int NOT NULL,
	`rate_limit_burst` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `apps_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `ip_rules` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`cidr` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `ip_rules_id` PRIMARY KEY(`id`),
	CONSTRAINT `ip_rules_app_cidr` UNIQUE(`app_id`,`cidr`)
);
--> statement-breakpoint
CREATE TABLE `merchants` (
	`id` varchar(32) NOT NULL,
	`name` varchar(128) NOT NULL,
	`status` varchar(32) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `merchants_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`url` varchar(512) NOT NULL,
	`event_types` mediumtext NOT NULL,
	`description` varchar(256),
	`status` varchar(32) NOT NULL,
	`secret` varchar(512) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `webhook_endpoints_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` varchar(32) NOT NULL,
	`event_id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`endpoint_id` varchar(32) NOT NULL,
	`url` varchar(512),
	`state` varchar(32) NOT NULL,
	`attempts_made` int NOT NULL,
	`next_attempt_at` datetime(3),
	`last_status` int,
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	CONSTRAINT `deliveries_id` PRIMARY KEY(`id`),
	CONSTRAINT `deliveries_event_endpoint` UNIQUE(`event_id`,`endpoint_id`)
);
--> statement-breakpoint
CREATE TABLE `delivery_attempts` (
	`id` varchar(32) NOT NULL,
	`delivery_id` varchar(32) NOT NULL,
	`number` int NOT NULL,
	`trigger` varchar(32) NOT NULL,
	`status` int,
	`error` varchar(64),
	`response_start` varchar(1024),
	`duration_ms` int NOT NULL,
	`started_at` datetime(3) NOT NULL,
	CONSTRAINT `delivery_attempts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`live` boolean NOT NULL,
	`type` varchar(64) NOT NULL,
	`sequence` int NOT NULL,
	`body` mediumtext NOT NULL,
	`notify_url` varchar(512),
	`trace_id` varchar(64) NOT NULL,
	`due_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `events_id` PRIMARY KEY(`id`),
	CONSTRAINT `events_sequence` UNIQUE(`payment_id`,`sequence`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` varchar(32) NOT NULL,
	`queue` varchar(64) NOT NULL,
	`name` varchar(64) NOT NULL,
	`version` int NOT NULL,
	`body` mediumtext NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `outbox_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` varchar(32) NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`channel` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`amount` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`state` varchar(32) NOT NULL,
	`next_action` mediumtext,
	`channel_trade_no` varchar(64),
	`failure` mediumtext,
	`queries_made` int NOT NULL,
	`close_requested` boolean NOT NULL,
	`due_at` datetime(3),
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`settled_at` datetime(3),
	CONSTRAINT `attempts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `payments` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`order_no` varchar(64) NOT NULL,
	`parameters_sha256` char(64) NOT NULL,
	`amount` bigint NOT NULL,
	`amount_refunded` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`status` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`subject` varchar(256) NOT NULL,
	`description` varchar(1000),
	`client_ip` varchar(45),
	`payer` mediumtext,
	`notify_url` varchar(512),
	`return_url` varchar(512),
	`metadata` mediumtext NOT NULL,
	`live` boolean NOT NULL,
	`current_attempt_id` varchar(32) NOT NULL,
	`event_sequence` int NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`paid_at` datetime(3),
	`closed_at` datetime(3),
	CONSTRAINT `payments_id` PRIMARY KEY(`id`),
	CONSTRAINT `payments_app_order` UNIQUE(`app_id`,`order_no`)
);
--> statement-breakpoint
CREATE TABLE `state_changes` (
	`id` varchar(32) NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`subject` varchar(32) NOT NULL,
	`subject_id` varchar(32) NOT NULL,
	`from_state` varchar(32) NOT NULL,
	`to_state` varchar(32) NOT NULL,
	`cause` varchar(64) NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `state_changes_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `routes_account` ON `routes` (`channel_account_id`);--> statement-breakpoint
CREATE INDEX `channel_calls_payment` ON `channel_calls` (`payment_id`,`id`);--> statement-breakpoint
CREATE INDEX `channel_calls_started` ON `channel_calls` (`started_at`);--> statement-breakpoint
CREATE INDEX `channel_notifications_attempt` ON `channel_notifications` (`attempt_id`);--> statement-breakpoint
CREATE INDEX `channel_notifications_due` ON `channel_notifications` (`due_at`);--> statement-breakpoint
CREATE INDEX `discrepancies_state` ON `discrepancies` (`state`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `api_keys_app` ON `api_keys` (`app_id`,`id`);--> statement-breakpoint
CREATE INDEX `apps_merchant` ON `apps` (`merchant_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_endpoints_app` ON `webhook_endpoints` (`app_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `deliveries_endpoint` ON `deliveries` (`endpoint_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_attempts_delivery` ON `delivery_attempts` (`delivery_id`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_attempts_started` ON `delivery_attempts` (`started_at`);--> statement-breakpoint
CREATE INDEX `events_app_created` ON `events` (`app_id`,`live`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_due` ON `events` (`due_at`);--> statement-breakpoint
CREATE INDEX `outbox_created` ON `outbox` (`created_at`);--> statement-breakpoint
CREATE INDEX `attempts_payment` ON `attempts` (`payment_id`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_due` ON `attempts` (`due_at`);--> statement-breakpoint
CREATE INDEX `attempts_channel_trade_no` ON `attempts` (`channel_account_id`,`channel_trade_no`);--> statement-breakpoint
CREATE INDEX `payments_app_created` ON `payments` (`app_id`,`live`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `payments_app_status` ON `payments` (`app_id`,`live`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `payments_app_method` ON `payments` (`app_id`,`live`,`method`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `state_changes_payment` ON `state_changes` (`payment_id`,`id`);--> statement-breakpoint
CREATE INDEX `state_changes_at` ON `state_changes` (`at`);