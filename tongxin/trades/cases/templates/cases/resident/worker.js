{% autoescape off %}self.SHELL = {{ shell }};
importScripts("{{ script }}");
{% endautoescape %}
