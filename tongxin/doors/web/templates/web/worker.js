{% autoescape off %}{% if outbox %}import "{{ script }}";
import { sendAll } from "{{ outbox }}";

self.sendAll = sendAll;
{% else %}importScripts("{{ script }}");
{% endif %}self.SHELL = {{ shell }};
{% endautoescape %}