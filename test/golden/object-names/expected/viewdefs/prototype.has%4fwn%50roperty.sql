 SELECT "__defineGetter__",
    constructor,
    "hasOwnProperty",
    "2021",
    __proto__,
    "1999",
    "toString",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "valueOf",
    "toLocaleString"
   FROM prototype.constructor;
