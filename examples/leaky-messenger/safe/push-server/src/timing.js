const { Histogram } = require("prom-client");

const seconds = new Histogram({
    name: "request_seconds",
    help: "Time that requests took",
    labelNames: ["group"],
});

function observe(group, started) {
    seconds.labels(group).observe((Date.now() - started) / 1000);
}

function timing(request, response, next) {
    const started = Date.now();
    response.on("finish", () => observe(request.method, started));
    next();
}

module.exports = { timing };
