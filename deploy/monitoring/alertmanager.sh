#!/bin/sh
# Writes the configuration of Alertmanager from the environment and starts it. At least one receiver is required.
#   ALERT_WEBHOOK_URL     receives every alert as JSON
#   ALERT_EMAIL_TO        the address that receives every alert
#   ALERT_EMAIL_FROM      the sender's address, required with ALERT_EMAIL_TO
#   SMTP_SMARTHOST        host:port of the mail server, required with ALERT_EMAIL_TO
#   SMTP_USERNAME, SMTP_PASSWORD   optional
# Alerts of severity "page" are repeated every 4 hours, those of severity "ticket" every day.
set -eu
config=${ALERT_CONFIG:-/tmp/alertmanager.yml}

# Quotes a value for YAML.
quote() {
  printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"
}

if [ -z "${ALERT_WEBHOOK_URL:-}" ] && [ -z "${ALERT_EMAIL_TO:-}" ]; then
  echo "No receiver of alerts: set ALERT_WEBHOOK_URL, or ALERT_EMAIL_TO with ALERT_EMAIL_FROM and SMTP_SMARTHOST." >&2
  exit 1
fi

umask 077
{
  cat <<'END'
route:
  receiver: operators
  group_by: [alertname, instance]
  group_wait: 10s
  group_interval: 5m
  repeat_interval: 4h
  routes:
    - matchers: ['severity="ticket"']
      receiver: operators
      repeat_interval: 24h
receivers:
  - name: operators
END
  if [ -n "${ALERT_WEBHOOK_URL:-}" ]; then
    echo "    webhook_configs:"
    echo "      - url: $(quote "$ALERT_WEBHOOK_URL")"
  fi
  if [ -n "${ALERT_EMAIL_TO:-}" ]; then
    : "${ALERT_EMAIL_FROM:?is required with ALERT_EMAIL_TO}" "${SMTP_SMARTHOST:?is required with ALERT_EMAIL_TO}"
    echo "    email_configs:"
    echo "      - to: $(quote "$ALERT_EMAIL_TO")"
    echo "        from: $(quote "$ALERT_EMAIL_FROM")"
    echo "        smarthost: $(quote "$SMTP_SMARTHOST")"
    echo "        send_resolved: true"
    if [ -n "${SMTP_USERNAME:-}" ]; then
      echo "        auth_username: $(quote "$SMTP_USERNAME")"
      echo "        auth_password: $(quote "${SMTP_PASSWORD:-}")"
    fi
  fi
} > "$config"
exec "${ALERTMANAGER:-/bin/alertmanager}" --config.file="$config" --cluster.listen-address= "$@"
