CREATE TABLE `book_entries` (
	`channel_account_id` varchar(32) NOT NULL,
	`day` char(10) NOT NULL,
	`out_no` varchar(32) NOT NULL,
	`kind` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`live` boolean NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`amount` bigint NOT NULL,
	`fee` bigint NOT NULL,
	`channel_no` varchar(64),
	`occurred_at` datetime(3) NOT NULL,
	`booked_at` datetime(3) NOT NULL,
	CONSTRAINT `book_entries_channel_account_id_day_out_no_pk` PRIMARY KEY(`channel_account_id`,`day`,`out_no`)
);
--> statement-breakpoint
CREATE TABLE `statements` (
	`app_id` varchar(32) NOT NULL,
	`live` boolean NOT NULL,
	`day` char(10) NOT NULL,
	`sha256` char(64) NOT NULL,
	`totals` varchar(1024) NOT NULL,
	`built_at` datetime(3) NOT NULL,
	CONSTRAINT `statements_app_id_live_day_pk` PRIMARY KEY(`app_id`,`live`,`day`)
);
--> statement-breakpoint
CREATE TABLE `job_runs` (
	`id` varchar(32) NOT NULL,
	`job_name` varchar(96) NOT NULL,
	`trigger` varchar(32) NOT NULL,
	`fence` bigint NOT NULL,
	`owner` varchar(128) NOT NULL,
	`scheduled_for` datetime(3),
	`outcome` varchar(32) NOT NULL,
	`output` mediumtext NOT NULL,
	`error` varchar(512),
	`started_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	CONSTRAINT `job_runs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`name` varchar(96) NOT NULL,
	`schedule` varchar(128),
	`time_zone` varchar(64),
	`misfire` varchar(32),
	`is_paused` boolean NOT NULL,
	`next_at` datetime(3),
	`run_at` datetime(3),
	`run_trigger` varchar(32),
	`failures` int NOT NULL,
	`lease_owner` varchar(128),
	`lease_until` datetime(3),
	`fence` bigint NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `jobs_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `bill_lines` (
	`bill_id` varchar(32) NOT NULL,
	`out_no` varchar(64) NOT NULL,
	`line_no` int NOT NULL,
	`kind` varchar(32) NOT NULL,
	`channel_no` varchar(64) NOT NULL,
	`out_trade_no` varchar(64),
	`amount` bigint NOT NULL,
	`fee` bigint NOT NULL,
	`status` varchar(32) NOT NULL,
	`occurred_at` datetime(3) NOT NULL,
	CONSTRAINT `bill_lines_bill_id_out_no_line_no_pk` PRIMARY KEY(`bill_id`,`out_no`,`line_no`)
);
--> statement-breakpoint
CREATE TABLE `bills` (
	`id` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`day` char(10) NOT NULL,
	`type` varchar(32) NOT NULL,
	`version` int NOT NULL,
	`state` varchar(32) NOT NULL,
	`sha256` char(64) NOT NULL,
	`archive_key` varchar(256),
	`bytes` bigint NOT NULL,
	`source` varchar(128) NOT NULL,
	`lines` int NOT NULL,
	`totals` mediumtext,
	`fault` varchar(512),
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`loaded_at` datetime(3),
	CONSTRAINT `bills_id` PRIMARY KEY(`id`),
	CONSTRAINT `bills_version` UNIQUE(`channel_account_id`,`day`,`type`,`version`),
	CONSTRAINT `bills_file` UNIQUE(`channel_account_id`,`day`,`type`,`sha256`)
);
--> statement-breakpoint
CREATE TABLE `run_leftovers` (
	`run_id` varchar(32) NOT NULL,
	`out_no` varchar(64) NOT NULL,
	`is_entry` boolean NOT NULL,
	`line_no` int,
	`line_out_no` varchar(64),
	CONSTRAINT `run_leftovers_run_id_out_no_pk` PRIMARY KEY(`run_id`,`out_no`)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`day` char(10) NOT NULL,
	`version` int NOT NULL,
	`state` varchar(32) NOT NULL,
	`fault` varchar(512),
	`trade_bill_id` varchar(32),
	`fund_bill_id` varchar(32),
	`cursor` varchar(64) NOT NULL,
	`is_lines_done` boolean NOT NULL,
	`counts` mediumtext NOT NULL,
	`summary` mediumtext,
	`asked` int NOT NULL,
	`due_at` datetime(3),
	`fence` int NOT NULL,
	`trigger` varchar(32) NOT NULL,
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`matched_at` datetime(3),
	`closed_at` datetime(3),
	CONSTRAINT `runs_id` PRIMARY KEY(`id`),
	CONSTRAINT `runs_version` UNIQUE(`channel_account_id`,`day`,`version`)
);
--> statement-breakpoint
CREATE TABLE `suspense` (
	`channel_account_id` varchar(32) NOT NULL,
	`out_no` varchar(64) NOT NULL,
	`day` char(10) NOT NULL,
	`run_id` varchar(32) NOT NULL,
	`kind` varchar(32) NOT NULL,
	`amount` bigint NOT NULL,
	`state` varchar(32) NOT NULL,
	`resolved_by_run_id` varchar(32),
	`suspended_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	CONSTRAINT `suspense_channel_account_id_out_no_pk` PRIMARY KEY(`channel_account_id`,`out_no`)
);
--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `run_id` varchar(32);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `day` char(10) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `amount` bigint;--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `resolution` varchar(32);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `reason` varchar(512);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `resolved_by` varchar(128);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `approved_by` varchar(128);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `outcome` mediumtext;--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `decided_at` datetime(3);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `resolved_at` datetime(3);--> statement-breakpoint
CREATE INDEX `book_entries_app_day` ON `book_entries` (`app_id`,`live`,`day`,`out_no`);--> statement-breakpoint
CREATE INDEX `job_runs_job` ON `job_runs` (`job_name`,`id`);--> statement-breakpoint
CREATE INDEX `job_runs_started` ON `job_runs` (`started_at`);--> statement-breakpoint
CREATE INDEX `jobs_next` ON `jobs` (`next_at`);--> statement-breakpoint
CREATE INDEX `jobs_run` ON `jobs` (`run_at`);--> statement-breakpoint
CREATE INDEX `jobs_lease` ON `jobs` (`lease_until`);--> statement-breakpoint
CREATE INDEX `runs_due` ON `runs` (`due_at`);--> statement-breakpoint
CREATE INDEX `runs_state` ON `runs` (`state`,`day`,`id`);--> statement-breakpoint
CREATE INDEX `runs_day` ON `runs` (`day`,`id`);--> statement-breakpoint
CREATE INDEX `suspense_open` ON `suspense` (`state`,`channel_account_id`,`day`);--> statement-breakpoint
CREATE INDEX `suspense_run` ON `suspense` (`run_id`,`state`);--> statement-breakpoint
CREATE INDEX `discrepancies_run` ON `discrepancies` (`run_id`,`state`,`id`);--> statement-breakpoint
ALTER TABLE `discrepancies` DROP INDEX `discrepancies_once`, ADD CONSTRAINT `discrepancies_once` UNIQUE(`channel_account_id`,`type`,`attempt_id`,`refund_id`,`day`);--> statement-breakpoint
INSERT INTO `book_entries` (`channel_account_id`, `day`, `out_no`, `kind`, `app_id`, `live`, `payment_id`, `method`, `amount`, `fee`, `channel_no`, `occurred_at`, `booked_at`)
SELECT a.`channel_account_id`, DATE_FORMAT(COALESCE(CASE WHEN p.`current_attempt_id` = a.`id` THEN p.`paid_at` END, a.`settled_at`, a.`created_at`) + INTERVAL 8 HOUR, '%Y-%m-%d'), a.`id`, 'payment', p.`app_id`, p.`live`, p.`id`, a.`method`, a.`amount`, a.`fee`, a.`channel_trade_no`, COALESCE(CASE WHEN p.`current_attempt_id` = a.`id` THEN p.`paid_at` END, a.`settled_at`, a.`created_at`), COALESCE(a.`settled_at`, a.`created_at`)
FROM `attempts` a JOIN `payments` p ON p.`id` = a.`payment_id` WHERE a.`state` = 'succeeded'
ON DUPLICATE KEY UPDATE `kind` = VALUES(`kind`);--> statement-breakpoint
INSERT INTO `book_entries` (`channel_account_id`, `day`, `out_no`, `kind`, `app_id`, `live`, `payment_id`, `method`, `amount`, `fee`, `channel_no`, `occurred_at`, `booked_at`)
SELECT r.`channel_account_id`, DATE_FORMAT(COALESCE(r.`succeeded_at`, r.`settled_at`, r.`created_at`) + INTERVAL 8 HOUR, '%Y-%m-%d'), r.`id`, 'refund', r.`app_id`, r.`live`, r.`payment_id`, r.`method`, r.`amount`, -r.`fee_returned`, r.`channel_refund_no`, COALESCE(r.`succeeded_at`, r.`settled_at`, r.`created_at`), COALESCE(r.`settled_at`, r.`created_at`)
FROM `refunds` r WHERE r.`state` = 'succeeded'
ON DUPLICATE KEY UPDATE `kind` = VALUES(`kind`);
