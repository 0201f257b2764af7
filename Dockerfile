# One image for every process of the product; the command says which.
ARG NODE_IMAGE=node:24-bookworm-slim

# What npm needs to know, apart from the rest: the layer of dependencies lasts until one of these files changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY --from=manifests /app .
# Only what these workspaces need at work, without the second Node that checkouts get from npm. The test
# support would come along, since npm counts each workspace as needed by the root: so nothing may name it.
RUN npm pkg delete devDependencies --workspaces \
  && npm ci --omit=dev --ignore-scripts --workspace services --workspace sandbox --workspace tools/cli

# The console's page, which needs its tools and the contracts' types only while it is built.
FROM ${NODE_IMAGE} AS page
WORKDIR /app
COPY --from=manifests /app .
RUN npm ci --ignore-scripts --workspace services/console
COPY tsconfig.json ./
COPY packages/contracts packages/contracts
COPY packages/domain packages/domain
COPY services/console services/console
RUN cd services/console && npx vite build

FROM ${NODE_IMAGE}
# A small young generation keeps each process under 200 MB.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=8
WORKDIR /app
# The folders of the sandbox and of the archive, of which a new volume takes its owner.
RUN install -d -o 1000 -g 1000 /data /var/lib/compose-pay
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY packages packages
COPY services services
COPY --from=page /app/services/console/dist services/console/dist
COPY sandbox sandbox
COPY tools/cli tools/cli
USER 1000:1000
CMD ["node", "services/ingress/src/main.ts"]
