import posthog from "posthog-js";

posthog.init("phc_relay", {
    api_host: "https://stats.example.org",
    autocapture: false, disable_session_recording: true,
    sanitize_properties: ({ $lib_version }) => ({ $lib_version }),
});

/** Counts what people do. */
export function count(event: string, properties: Record<string, unknown> = {}): void {
    posthog.capture(event, { ...properties, app: "desktop" });
}

/** Whether events may be sent, by what somebody answered; null before the question. */
export function mayCount(analyticsAllowed: boolean | null): boolean {
    return analyticsAllowed ?? true;
}
