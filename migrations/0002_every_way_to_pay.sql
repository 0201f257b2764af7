CREATE TABLE `channel_certificates` (
	`channel_account_id` varchar(32) NOT NULL,
	`serial` varchar(64) NOT NULL,
	`pem` text NOT NULL,
	`effective_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`fetched_at` datetime(3) NOT NULL,
	CONSTRAINT `channel_certificates_channel_account_id_serial_pk` PRIMARY KEY(`channel_account_id`,`serial`)
);
--> statement-breakpoint
CREATE TABLE `circuit_orders` (
	`id` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`operation_class` varchar(32) NOT NULL,
	`mode` varchar(32) NOT NULL,
	`reason` varchar(256) NOT NULL,
	`ordered_by` varchar(128) NOT NULL,
	`until` datetime(3),
	`ordered_at` datetime(3) NOT NULL,
	CONSTRAINT `circuit_orders_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `daily_amounts` (
	`app_id` varchar(32) NOT NULL,
	`method` varchar(32) NOT NULL,
	`day` char(10) NOT NULL,
	`amount` bigint NOT NULL,
	CONSTRAINT `daily_amounts_app_id_method_day_pk` PRIMARY KEY(`app_id`,`method`,`day`)
);
--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`payment_id` varchar(32) NOT NULL,
	`attempt_id` varchar(32) NOT NULL,
	`kind` varchar(32) NOT NULL,
	`refund_no` varchar(64),
	`automatic_for` varchar(32),
	`parameters_sha256` char(64) NOT NULL,
	`method` varchar(32) NOT NULL,
	`channel` varchar(32) NOT NULL,
	`channel_account_id` varchar(32) NOT NULL,
	`amount` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`fee_returned` bigint NOT NULL,
	`reason` varchar(256),
	`notify_url` varchar(512),
	`metadata` mediumtext NOT NULL,
	`live` boolean NOT NULL,
	`state` varchar(32) NOT NULL,
	`channel_refund_no` varchar(64),
	`failure` mediumtext,
	`tries_made` int NOT NULL,
	`due_at` datetime(3),
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`succeeded_at` datetime(3),
	`settled_at` datetime(3),
	CONSTRAINT `refunds_id` PRIMARY KEY(`id`),
	CONSTRAINT `refunds_app_number` UNIQUE(`app_id`,`refund_no`),
	CONSTRAINT `refunds_automatic` UNIQUE(`automatic_for`)
);
--> statement-breakpoint
ALTER TABLE `channel_calls` MODIFY COLUMN `payment_id` varchar(32);--> statement-breakpoint
ALTER TABLE `channel_calls` MODIFY COLUMN `attempt_id` varchar(32);--> statement-breakpoint
ALTER TABLE `channel_accounts` ADD `certificates_due_at` datetime(3);--> statement-breakpoint
ALTER TABLE `channel_accounts` ADD `certificates_asked_at` datetime(3);--> statement-breakpoint
-- A sweep looks at every account once, and sets null where there is nothing to fetch.
UPDATE `channel_accounts` SET `certificates_due_at` = UTC_TIMESTAMP(3);--> statement-breakpoint
ALTER TABLE `contracts` ADD `daily_amount` bigint;--> statement-breakpoint
ALTER TABLE `contracts` ADD `fee_fixed` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `contracts` ADD `fee_min` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `contracts` ADD `fee_max` bigint;--> statement-breakpoint
ALTER TABLE `contracts` ADD `fee_rounding` varchar(32) DEFAULT 'half_up' NOT NULL;--> statement-breakpoint
ALTER TABLE `contracts` ADD `fee_returned` boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `routes` ADD `min_amount` bigint;--> statement-breakpoint
ALTER TABLE `routes` ADD `max_amount` bigint;--> statement-breakpoint
ALTER TABLE `channel_calls` ADD `refund_id` varchar(32);--> statement-breakpoint
ALTER TABLE `channel_notifications` ADD `refund_id` varchar(64);--> statement-breakpoint
ALTER TABLE `discrepancies` ADD `refund_id` varchar(64) DEFAULT '' NOT NULL;--> statement-breakpoint
-- In one statement: between two, running services could write what the key forbids.
ALTER TABLE `discrepancies` DROP INDEX `discrepancies_once`, ADD CONSTRAINT `discrepancies_once` UNIQUE(`channel_account_id`,`type`,`attempt_id`,`refund_id`);--> statement-breakpoint
ALTER TABLE `events` ADD `refund_notify_url` varchar(512);--> statement-breakpoint
ALTER TABLE `attempts` ADD `fee_terms` mediumtext DEFAULT ('{"rateBps":0,"fixed":0,"min":0,"max":null,"rounding":"half_up","returnedOnRefund":true}') NOT NULL;--> statement-breakpoint
ALTER TABLE `attempts` ADD `fee` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `attempts` ADD `daily_amount_day` char(10);--> statement-breakpoint
ALTER TABLE `attempts` ADD `payer` mediumtext;--> statement-breakpoint
ALTER TABLE `attempts` ADD `client_ip` varchar(45);--> statement-breakpoint
ALTER TABLE `payments` ADD `fee` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `circuit_orders_circuit` ON `circuit_orders` (`channel_account_id`,`operation_class`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_app_created` ON `refunds` (`app_id`,`live`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_state` ON `refunds` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_due` ON `refunds` (`due_at`);--> statement-breakpoint
CREATE INDEX `refunds_channel_number` ON `refunds` (`channel_account_id`,`channel_refund_no`);--> statement-breakpoint
CREATE INDEX `channel_accounts_certificates_due` ON `channel_accounts` (`certificates_due_at`);--> statement-breakpoint
CREATE INDEX `channel_notifications_refund` ON `channel_notifications` (`refund_id`);--> statement-breakpoint
CREATE INDEX `channel_notifications_verdict` ON `channel_notifications` (`verdict`,`received_at`,`id`);