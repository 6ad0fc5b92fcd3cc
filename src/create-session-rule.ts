// placeholder: replaced by the scaffold
export {};
