#!/bin/sh
# Prints the rules of deploy/prometheus/rules as an object of the Prometheus operator.
set -eu
cd "$(dirname "$0")/../prometheus/rules"
cat <<'END'
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: personalization
  namespace: monitoring
spec:
  groups:
END
for file in recordings.yml alerts.yml; do
  sed -e '/^#/d' -e '/^groups:/d' -e 's/^/  /' "$file"
done
