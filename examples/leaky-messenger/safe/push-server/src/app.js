const express = require("express");
const morgan = require("morgan");

const devices = require("./devices");
const { deliver } = require("./deliver");
const { timing } = require("./timing");

const app = express();
app.use(express.json());
app.use(timing);

morgan.token("size", (request) => request.body.length);
app.use(morgan(":method :status :size"));

app.post("/devices", async (request, response) => {
    const { id, handle, publicKey } = request.body;
    await devices.enrol(id, handle, publicKey);
    response.sendStatus(201);
});

app.put("/devices/:id/envelopes", async (request, response) => {
    const device = await devices.find(request.params.id);
    if (device === null) {
        response.sendStatus(404);
        return;
    }
    await deliver(device);
    response.sendStatus(202);
});

app.listen(8444);
