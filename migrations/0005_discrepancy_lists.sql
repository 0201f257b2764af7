CREATE INDEX `discrepancies_type` ON `discrepancies` (`state`,`type`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `discrepancies_account` ON `discrepancies` (`channel_account_id`,`state`,`found_at`,`id`);--> statement-breakpoint
CREATE INDEX `discrepancies_day` ON `discrepancies` (`day`,`state`,`found_at`,`id`);