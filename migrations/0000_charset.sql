-- Text is compared by its bytes everywhere; servers differ in their default.
ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
