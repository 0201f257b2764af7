# One image for every process of the product; the command says which.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY services services
COPY sandbox sandbox
COPY tools tools
COPY tests/package.json tests/package.json
COPY tests/support/package.json tests/support/package.json
COPY bench/package.json bench/package.json
# The image has its own Node; the one that npm pins for checkouts is not needed twice.
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/node-darwin-* node_modules/node-win-* node_modules/.bin/node

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app /app
COPY migrations migrations
USER 1000:1000
CMD ["node", "services/ingress/src/main.ts"]
