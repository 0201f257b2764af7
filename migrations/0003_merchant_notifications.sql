CREATE TABLE `delivery_targets` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`due_at` datetime(3),
	`failures` int NOT NULL,
	`failing_since` datetime(3),
	`open_until` datetime(3),
	`paced_until` datetime(3),
	CONSTRAINT `delivery_targets_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `webhook_replays` (
	`id` varchar(32) NOT NULL,
	`app_id` varchar(32) NOT NULL,
	`endpoint_id` varchar(32) NOT NULL,
	`since` datetime(3) NOT NULL,
	`cursor_at` datetime(3) NOT NULL,
	`cursor_id` varchar(32) NOT NULL,
	`deliveries` int NOT NULL,
	`due_at` datetime(3),
	`trace_id` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	CONSTRAINT `webhook_replays_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
DROP INDEX `deliveries_due` ON `deliveries`;--> statement-breakpoint
ALTER TABLE `events` MODIFY COLUMN `payment_id` varchar(32);--> statement-breakpoint
ALTER TABLE `apps` ADD `previous_webhook_secret` varchar(512);--> statement-breakpoint
ALTER TABLE `apps` ADD `previous_webhook_secret_until` datetime(3);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `disabled_reason` varchar(32);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `disabled_at` datetime(3);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `live` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `rate_limit` int;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `previous_secret` varchar(512);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `signing_key` varchar(512);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `public_key` varchar(64);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `previous_signing_key` varchar(512);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `previous_until` datetime(3);--> statement-breakpoint
ALTER TABLE `deliveries` ADD `target_id` varchar(32) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `trigger` varchar(32) DEFAULT 'schedule' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `ladder_from` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `delivery_attempts` ADD `address` varchar(45);--> statement-breakpoint
ALTER TABLE `events` ADD `endpoint_id` varchar(32);--> statement-breakpoint
CREATE INDEX `delivery_targets_due` ON `delivery_targets` (`due_at`);--> statement-breakpoint
CREATE INDEX `webhook_replays_due` ON `webhook_replays` (`due_at`);--> statement-breakpoint
CREATE INDEX `webhook_replays_endpoint` ON `webhook_replays` (`endpoint_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_target_due` ON `deliveries` (`target_id`,`next_attempt_at`);--> statement-breakpoint
UPDATE `webhook_endpoints` SET `live` = true WHERE `app_id` IN (SELECT `app_id` FROM `api_keys` WHERE `live` = true AND `revoked_at` IS NULL);
