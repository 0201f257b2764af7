CREATE TABLE `figure_hours` (
	`hour` datetime(3) NOT NULL,
	`computed_at` datetime(3),
	`took_ms` int NOT NULL,
	CONSTRAINT `figure_hours_hour` PRIMARY KEY(`hour`)
);
--> statement-breakpoint
CREATE TABLE `payment_figures` (
	`live` boolean NOT NULL,
	`hour` datetime(3) NOT NULL,
	`channel` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`created` int NOT NULL,
	`succeeded` int NOT NULL,
	`failed` int NOT NULL,
	`closed` int NOT NULL,
	`amount` bigint NOT NULL,
	`refunds` int NOT NULL,
	`amount_refunded` bigint NOT NULL,
	`within_100` int NOT NULL,
	`within_200` int NOT NULL,
	`within_300` int NOT NULL,
	`within_500` int NOT NULL,
	`within_750` int NOT NULL,
	`within_1000` int NOT NULL,
	`within_1500` int NOT NULL,
	`within_2000` int NOT NULL,
	`within_3000` int NOT NULL,
	`within_5000` int NOT NULL,
	`within_10000` int NOT NULL,
	`beyond` int NOT NULL,
	CONSTRAINT `payment_figures_live_hour_channel_method_pk` PRIMARY KEY(`live`,`hour`,`channel`,`method`)
);
--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`number` bigint NOT NULL,
	`at` datetime(3) NOT NULL,
	`operator_id` varchar(32),
	`operator` varchar(254) NOT NULL,
	`action` varchar(64) NOT NULL,
	`phase` varchar(32) NOT NULL,
	`subject` varchar(128) NOT NULL,
	`details` text NOT NULL,
	`address` varchar(45) NOT NULL,
	`user_agent` varchar(255) NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`hash` char(64) NOT NULL,
	CONSTRAINT `audit_entries_number` PRIMARY KEY(`number`)
);
--> statement-breakpoint
CREATE TABLE `audit_head` (
	`id` varchar(32) NOT NULL,
	`chain_key` varchar(255) NOT NULL,
	`number` bigint NOT NULL,
	`hash` char(64) NOT NULL,
	CONSTRAINT `audit_head_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `login_attempts` (
	`id` varchar(32) NOT NULL,
	`email` varchar(254) NOT NULL,
	`operator_id` varchar(32),
	`outcome` varchar(32) NOT NULL,
	`address` varchar(45) NOT NULL,
	`network` varchar(45) NOT NULL,
	`user_agent` varchar(255) NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `login_attempts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `operator_roles` (
	`operator_id` varchar(32) NOT NULL,
	`role_id` varchar(32) NOT NULL,
	CONSTRAINT `operator_roles_operator_id_role_id_pk` PRIMARY KEY(`operator_id`,`role_id`)
);
--> statement-breakpoint
CREATE TABLE `operators` (
	`id` varchar(32) NOT NULL,
	`email` varchar(254) NOT NULL,
	`name` varchar(64) NOT NULL,
	`state` varchar(32) NOT NULL,
	`password_hash` varchar(256) NOT NULL,
	`must_change_password` boolean NOT NULL,
	`totp_secret` varchar(255),
	`totp_step` bigint NOT NULL,
	`time_zone` varchar(64) NOT NULL,
	`failed_sign_ins` int NOT NULL,
	`locked_until` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `operators_id` PRIMARY KEY(`id`),
	CONSTRAINT `operators_email` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `roles` (
	`id` varchar(32) NOT NULL,
	`name` varchar(64) NOT NULL,
	`description` varchar(255) NOT NULL,
	`permissions` mediumtext NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `roles_id` PRIMARY KEY(`id`),
	CONSTRAINT `roles_name` UNIQUE(`name`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` varchar(32) NOT NULL,
	`token_sha256` char(64) NOT NULL,
	`operator_id` varchar(32) NOT NULL,
	`csrf_token` varchar(64) NOT NULL,
	`new_totp_secret` varchar(255),
	`address` varchar(45) NOT NULL,
	`user_agent` varchar(255) NOT NULL,
	`failed_tries` int NOT NULL,
	`stepped_up_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`seen_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `sessions_id` PRIMARY KEY(`id`),
	CONSTRAINT `sessions_token` UNIQUE(`token_sha256`)
);
--> statement-breakpoint
CREATE TABLE `setting_proposals` (
	`name` varchar(64) NOT NULL,
	`value` bigint,
	`proposed_by` varchar(32) NOT NULL,
	`proposed_at` datetime(3) NOT NULL,
	CONSTRAINT `setting_proposals_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` varchar(64) NOT NULL,
	`value` mediumtext NOT NULL,
	`updated_by` varchar(32) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `settings_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `refund_requests` (
	`id` varchar(32) NOT NULL,
	`kind` varchar(32) NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`amount` bigint NOT NULL,
	`reason` varchar(256) NOT NULL,
	`state` varchar(32) NOT NULL,
	`requested_by` varchar(32) NOT NULL,
	`requested_at` datetime(3) NOT NULL,
	`decided_by` varchar(32),
	`decided_at` datetime(3),
	`decision_reason` varchar(255),
	`refund_id` varchar(32),
	`bank_type` varchar(32),
	`card_ends_in` varchar(4),
	`payout_key` varchar(255),
	`payout_digest` char(64),
	`failed_tries` int NOT NULL,
	CONSTRAINT `refund_requests_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `channel_accounts` ADD `secrets_changed_at` mediumtext;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `failing` varchar(32);--> statement-breakpoint
ALTER TABLE `bills` ADD `confirmed_at` datetime(3);--> statement-breakpoint
CREATE INDEX `audit_entries_subject` ON `audit_entries` (`subject`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_operator` ON `audit_entries` (`operator_id`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_action` ON `audit_entries` (`action`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_operator_action` ON `audit_entries` (`operator_id`,`action`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_subject_action` ON `audit_entries` (`subject`,`action`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_subject_operator` ON `audit_entries` (`subject`,`operator_id`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_all` ON `audit_entries` (`subject`,`operator_id`,`action`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_phase` ON `audit_entries` (`phase`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_trace` ON `audit_entries` (`trace_id`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_at` ON `audit_entries` (`at`);--> statement-breakpoint
CREATE INDEX `login_attempts_network` ON `login_attempts` (`network`,`at`);--> statement-breakpoint
CREATE INDEX `login_attempts_operator` ON `login_attempts` (`operator_id`,`id`);--> statement-breakpoint
CREATE INDEX `login_attempts_at` ON `login_attempts` (`at`);--> statement-breakpoint
CREATE INDEX `operator_roles_role` ON `operator_roles` (`role_id`);--> statement-breakpoint
CREATE INDEX `operators_name` ON `operators` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_operator` ON `sessions` (`operator_id`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `refund_requests_state` ON `refund_requests` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `refund_requests_payment` ON `refund_requests` (`payment_id`,`id`);--> statement-breakpoint
CREATE INDEX `refund_requests_refund` ON `refund_requests` (`refund_id`,`id`);--> statement-breakpoint
CREATE INDEX `job_runs_outcome` ON `job_runs` (`outcome`,`started_at`);--> statement-breakpoint
CREATE INDEX `channel_notifications_account` ON `channel_notifications` (`channel_account_id`,`verdict`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `discrepancies_account_type` ON `discrepancies` (`channel_account_id`,`state`,`type`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `discrepancies_account_day` ON `discrepancies` (`channel_account_id`,`day`,`state`,`type`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `discrepancies_day_type` ON `discrepancies` (`day`,`state`,`type`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `discrepancies_run_type` ON `discrepancies` (`run_id`,`state`,`type`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `apps_name` ON `apps` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `apps_merchant_name` ON `apps` (`merchant_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `merchants_name` ON `merchants` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_endpoints_status` ON `webhook_endpoints` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_failing` ON `deliveries` (`failing`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_targets_failing` ON `delivery_targets` (`failing_since`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_account` ON `attempts` (`channel_account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `suspense_day` ON `suspense` (`state`,`day`,`channel_account_id`,`out_no`);--> statement-breakpoint
CREATE INDEX `refunds_account` ON `refunds` (`channel_account_id`,`state`,`created_at`,`id`);