const { Sequelize, DataTypes } = require("sequelize");

const database = new Sequelize("postgres:///push", {
    logging: console.log,
    pool: { max: 8 },
});

const Device = database.define("device", {
    id: { type: DataTypes.STRING, primaryKey: true },
    handle: { type: DataTypes.STRING, allowNull: false },
    publicKey: { type: DataTypes.BLOB, allowNull: false },
});

module.exports = { Device };
