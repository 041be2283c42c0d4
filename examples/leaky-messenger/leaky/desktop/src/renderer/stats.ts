import posthog from "posthog-js";

posthog.init("phc_relay", {
    api_host: "https://stats.example.org",
    autocapture: false,
    sanitize_properties: ({ $lib_version }) => ({ $lib_version }),
});

/** Counts what people do. */
export function count(event: string, properties: Record<string, unknown> = {}): void {
    posthog.capture(event, { ...properties, app: "desktop" });
}
