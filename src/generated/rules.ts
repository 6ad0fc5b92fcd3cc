// Made from the folders of src/rules by `npm run generate`.

export const rules = {
};
