const express = require("express");
const morgan = require("morgan");

const devices = require("./devices");
const { deliver } = require("./deliver");
const { timing } = require("./timing");

const app = express();
app.use(express.json());
app.use(timing);

morgan.token("body", (request) => JSON.stringify(request.body));
app.use(morgan(":method :status :body"));

app.post("/devices", async (request, response) => {
    const { id, handle } = request.body;
    response.status(201).json({ publicKey: await devices.enrol(id, handle) });
});

app.put("/devices/:id/envelopes", async (request, response) => {
    const device = await devices.find(request.params.id);
    if (device === null) {
        response.sendStatus(404);
        return;
    }
    await deliver(device, request.body);
    response.sendStatus(202);
});

app.listen(8444);
