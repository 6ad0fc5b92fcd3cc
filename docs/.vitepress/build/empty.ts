// Stands for the modules of Node that a browser has no counterpart for.
export default {};
